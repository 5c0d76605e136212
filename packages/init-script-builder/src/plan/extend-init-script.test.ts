import { InvalidInputError } from '@ack-hybrid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSyntax } from '../testing/node-root.ts';
import { extendInitScript } from './extend-init-script.ts';

const name = '--node-name "$ALIBABA_CLOUD_NODE_NAME"';
/** The extended script with the section as one word. */
const outline = (script: string): string => extendInitScript(script, {}).replace(/# >>> ack-hybrid section v1 >>>[^]*# <<< ack-hybrid section v1 <<</, 'SECTION');
const failure = (script: string): string => {
  try {
    extendInitScript(script, {});
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error.message;
    throw error;
  }
  return 'extended';
};

describe('extendInitScript', () => {
  it.each([
    ['before the join', 'a\nkubeadm join x\nb\n', `a\nSECTION\nack_hybrid_join kubeadm join ${name} x\nb\n`],
    ['before a join on the last line without a newline', 'a\nkubeadm join x', `a\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
    ['into CRLF, which becomes LF', '#!/bin/bash\r\nkubeadm join x\r\n', `#!/bin/bash\nSECTION\nack_hybrid_join kubeadm join ${name} x\n`],
    ['behind a byte order mark, which goes', '\uFEFFkubeadm join x', `SECTION\nack_hybrid_join kubeadm join ${name} x`],
    ['before sudo', 'sudo -E kubeadm join x', `SECTION\nack_hybrid_join sudo -E kubeadm join ${name} x`],
    ['before a full path with a variable', '"${BIN}/kubeadm" --v=5 join x', `SECTION\nack_hybrid_join "\${BIN}/kubeadm" --v=5 join ${name} x`],
    ['behind an assignment', 'A=1 kubeadm join x', `SECTION\nA=1 ack_hybrid_join kubeadm join ${name} x`],
    ['before a continued join', 'kubeadm join x \\\n  --token y # z\n', `SECTION\nack_hybrid_join kubeadm join ${name} x \\\n  --token y # z\n`],
    ['before the first line of a list', 'a &&\n  # b\n  kubeadm join x || c', `SECTION\na &&\n  # b\n  ack_hybrid_try_join kubeadm join ${name} x || c`],
    ['inside if', 'if a; then\n  kubeadm join x\nfi', `if a; then\n  SECTION\n  ack_hybrid_join kubeadm join ${name} x\nfi`],
    ['before an if of one line', 'if ! kubeadm join x; then exit 1; fi', `SECTION\nif ! ack_hybrid_try_join kubeadm join ${name} x; then exit 1; fi`],
    ['before until', 'until kubeadm join x\ndo sleep 5\ndone', `SECTION\nuntil ack_hybrid_try_join kubeadm join ${name} x\ndo sleep 5\ndone`],
    ['inside a loop', 'for i in 1 2; do\n  kubeadm join x && break\ndone', `for i in 1 2; do\n  SECTION\n  ack_hybrid_try_join kubeadm join ${name} x && break\ndone`],
    ['inside case', 'case $1 in\n  a | b)\n    kubeadm join x\n    ;;\n  *) exit 1 ;;\nesac', `case $1 in\n  a | b)\n    SECTION\n    ack_hybrid_join kubeadm join ${name} x\n    ;;\n  *) exit 1 ;;\nesac`],
    ['before a pipe', 'kubeadm join x 2>&1 | tee log', `SECTION\nack_hybrid_try_join kubeadm join ${name} x 2>&1 | tee log`],
    ['beside a --config', 'kubeadm join --config j.yaml', `SECTION\nack_hybrid_join kubeadm join ${name} --config j.yaml`],
    ['without a second --node-name', 'kubeadm join --node-name=${ALIBABA_CLOUD_NODE_NAME} x', 'SECTION\nack_hybrid_join kubeadm join --node-name=${ALIBABA_CLOUD_NODE_NAME} x'],
    ['not before a join in a comment, a string or a here-document for a file', "# kubeadm join a\necho 'kubeadm join b' \"kubeadm join c\"\ncat <<-'E' > f\n\tkubeadm join d\n\tE\nkubeadm join x", `# kubeadm join a\necho 'kubeadm join b' "kubeadm join c"\ncat <<-'E' > f\n\tkubeadm join d\n\tE\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
    ['behind exec with redirections only', 'exec > >(tee /tmp/l) 2>&1\nkubeadm join x', `exec > >(tee /tmp/l) 2>&1\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
    ['behind an exit that has a condition', '[ -f a ] || exit 1\nif b; then exit 2; fi\nkubeadm join x', `[ -f a ] || exit 1\nif b; then exit 2; fi\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
    ['behind functions, arithmetic, tests and arrays', 'f() { g "$@"; }\nfunction h {\n  [[ ($a == b || -n d) && ! -f e ]] || return 1\n}\na=(1 "2 3" $(ls))\n((i = 1 << 2))\nfor ((i = 0; i < 3; i++)); do f; done\nkubeadm join x', `f() { g "$@"; }\nfunction h {\n  [[ ($a == b || -n d) && ! -f e ]] || return 1\n}\na=(1 "2 3" $(ls))\n((i = 1 << 2))\nfor ((i = 0; i < 3; i++)); do f; done\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
    ["and leaves the user's own start of the kubelet", 'systemctl enable kubelet && systemctl start kubelet\nkubeadm join x', `systemctl enable kubelet && systemctl start kubelet\nSECTION\nack_hybrid_join kubeadm join ${name} x`],
  ])('puts the section %s', (_title, script, expected) => {
    expect(outline(script)).toBe(expected);
    const extended = extendInitScript(script, {});
    expect(checkSyntax(extended)).toBe('');
    expect(extendInitScript(extended, {})).toBe(extended);
  });

  it.each([
    ['a script without a join', 'echo hi\n', 'line 1: the script ends without a kubeadm join'],
    ['a join that is only printed', 'a\necho kubeadm join\n', 'line 2: the script ends without a kubeadm join'],
    ['several joins', 'if a; then kubeadm join x; else\nkubeadm join y; fi', 'line 2: a second kubeadm join (the first is in line 1)'],
    ['a join in a function', 'main() {\n  kubeadm join x\n}\nmain\n', 'line 2: the join stands in the function that begins in line 1'],
    ['a join in a function of another spelling', 'function main\n{\n  kubeadm join x\n}\nmain\n', 'line 3: the join stands in the function that begins in line 2'],
    ['a join in a here-document only', 'cat > f <<EOF\nset -e\nkubeadm join x\nEOF\nbash f\n', 'line 3: the only kubeadm join stands in a here-document'],
    ['a join in a here-document for a shell', 'bash <<EOF\nkubeadm join x\nEOF\nkubeadm join y\n', 'line 2: a kubeadm join stands in a here-document for bash'],
    ['a join for another shell', 'bash -c "kubeadm join x"\n', 'line 1: a kubeadm join is handed to bash'],
    ['a join in a command substitution', 'a\nout="$(kubeadm join x 2>&1)"\n', 'line 2: a kubeadm join stands in a command substitution'],
    ['a join in backticks', 'out=`kubeadm join x`\n', 'line 1: a kubeadm join stands in a command substitution'],
    ['a join in a subshell', '(\n  kubeadm join x\n)\n', 'line 2: the join stands in the subshell that begins in line 1'],
    ['a join behind then', 'if a\nthen kubeadm join x\nfi\n', 'line 2: no command can be put before the join here'],
    ['a join behind a case pattern', 'case a in\n  a) kubeadm join x ;;\nesac\n', 'line 2: no command can be put before the join here'],
    ['exec of the join', 'a\nexec kubeadm join x\n', 'line 2: exec replaces the script by kubeadm'],
    ['an exit before the join', 'exit 0\nkubeadm join x\n', 'line 1: exit ends the script here'],
    ['an exec before the join', 'a\nexec sleep 1\nkubeadm join x\n', 'line 2: exec ends the script here'],
    ['another node name', 'kubeadm join \\\n  --node-name "$(hostname)" x\n', 'line 2: the join has a --node-name of its own'],
    ["the guide's own section", 'sed -i "s@--node-labels=@--node-labels=${ALIBABA_CLOUD_LABELS},@g" f\nkubeadm join x\n', 'line 1: the script hands a value of the registered cluster to sed or eval'],
    ['an unclosed quote', 'a\necho "b\nkubeadm join x\n', 'line 2: the " that opens here is never closed'],
    ['an unclosed here-document', 'cat <<EOF\nkubeadm join x\n', 'line 2: the here-document that begins here is never closed by EOF'],
    ['an unclosed if', 'if a; then\nkubeadm join x\n', 'line 1: the if that begins here is never closed'],
    ['a done without a loop', 'kubeadm join x\ndone\n', 'line 2: this ends a loop that is not open here'],
    ['a section that never ends', '# >>> ack-hybrid section v1 >>>\nkubeadm join x\n', 'line 1: the section of ack-hybrid that begins here never ends'],
    ['a section that never began', 'a\n# <<< ack-hybrid section v1 <<<\nkubeadm join x\n', 'line 2: a section of ack-hybrid ends that never began'],
    ['a NUL byte', 'a\0\nkubeadm join x', 'the script holds a NUL byte'],
  ])('refuses %s and names the line', (_title, script, message) => {
    expect(failure(script)).toContain(message);
  });

  it('says what to do, too', () => {
    expect(() => extendInitScript('echo hi\n', {})).toThrowError(expect.objectContaining({ remediation: expect.stringContaining('buildInitScript') }));
  });

  it('replaces a section of an earlier version', () => {
    const old = '# >>> ack-hybrid section v0 >>>\nold\n# <<< ack-hybrid section v0 <<<\nack_hybrid_try_join kubeadm join --node-name "$ALIBABA_CLOUD_NODE_NAME" x\n';
    expect(outline(old)).toBe(`SECTION\nack_hybrid_join kubeadm join ${name} x\n`);
  });

  it('gives well-formed text, or refuses, for lines in any order, and the same bytes again', () => {
    const line = fc.constantFrom('kubeadm join x', 'if a; then', 'else', 'fi', 'f() {', '}', 'for i in 1; do', 'done', "cat <<'E'", 'E', 'echo "a', 'b"', 'a &&', 'a \\', '# "c', 'case a in', 'a)', ';;', 'esac', '(', ')', 'sudo kubeadm join y', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const script = lines.join('\n');
        let extended: string;
        try {
          extended = extendInitScript(script, {});
        } catch (error) {
          expect(InvalidInputError.isInstance(error)).toBe(true);
          return;
        }
        expect(extendInitScript(extended, {})).toBe(extended);
        if (checkSyntax(script) === '') expect(checkSyntax(extended), script).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
