import { renderExitCodes } from '../exit-codes.ts';
import { quoteShellWord } from '../shell/quote.ts';
import { environmentFilePart } from './environment-file.ts';
import { kubeletPart } from './kubelet.ts';
import { unitPart } from './unit.ts';
import { validationPart } from './validation.ts';

/** The version of the section that this package renders; it stands in the markers. */
export const sectionVersion = 1;
/** The function before a join whose failure ends the script. */
export const joinFunction = 'ack_hybrid_join';
/** The function before a join whose status the user's script looks at itself. */
export const tryJoinFunction = 'ack_hybrid_try_join';
/** What is passed to the join. */
export const nodeNameArgument = '--node-name "$ALIBABA_CLOUD_NODE_NAME"';

/** Finds the first line of a section, of whatever version. */
export const beginMarker = /^[ \t]*# >>> ack-hybrid section v(\d+) >>>/;
/** Finds the last line of a section. */
export const endMarker = /^[ \t]*# <<< ack-hybrid section v(\d+) <<</;

/** How the section is rendered. */
export interface SectionOptions {
  /** What to do with `/var/lib/kubelet/pki/*` of an earlier life of a node that hasn't joined: say so, or remove it. */
  readonly kubeletPki: 'note' | 'remove';
  /** A prefix for every path that the section reads or writes; for tests. */
  readonly root: string;
  /** The blanks before the line that the section goes before. */
  readonly indentation?: string;
}

// A bash of its own: the user's functions, aliases, shell options and IFS don't reach it, a script that runs under sh can
// hold it, and `-p` keeps it from importing functions and start-up files out of the environment.
const openingPart = `ALIBABA_CLOUD_PROVIDER_ID="\${ALIBABA_CLOUD_PROVIDER_ID-}" \\
  ALIBABA_CLOUD_PROVIDE_ID="\${ALIBABA_CLOUD_PROVIDE_ID-}" \\
  ALIBABA_CLOUD_NODE_NAME="\${ALIBABA_CLOUD_NODE_NAME-}" \\
  ALIBABA_CLOUD_LABELS="\${ALIBABA_CLOUD_LABELS-}" \\
  ALIBABA_CLOUD_TAINTS="\${ALIBABA_CLOUD_TAINTS-}" \\
  bash -p -s <<'ACK_HYBRID_SECTION' || exit $?`;

const settingsPart = `LC_ALL=C
export LC_ALL
set -f
umask 022
IFS=$' \\t\\n'
`;

const joinPart = `${tryJoinFunction}() {
  ack_hybrid_names=0
  for ack_hybrid_word in "$@"; do
    case "$ack_hybrid_word" in
      --node-name | --node-name=*) ack_hybrid_names=$((ack_hybrid_names + 1)) ;;
    esac
  done
  if [ "$ack_hybrid_names" -ne 1 ]; then
    printf '%s\\n' 'ack-hybrid: stopped code=@node-name-not-passed@ subject=kubeadm join: it must carry one --node-name' >&2
    exit @node-name-not-passed@
  fi
  ack_hybrid_status=0
  "$@" || ack_hybrid_status=$?
  if [ "$ack_hybrid_status" -ne 0 ]; then
    printf 'ack-hybrid: kubeadm join failed with status %s\\n' "$ack_hybrid_status" >&2
    return "$ack_hybrid_status"
  fi
  printf 'ack-hybrid: joined name=%s provider-id=%s\\n' "$ALIBABA_CLOUD_NODE_NAME" "\${ALIBABA_CLOUD_PROVIDER_ID:-\${ALIBABA_CLOUD_PROVIDE_ID-}}"
}
${joinFunction}() {
  if ${tryJoinFunction} "$@"; then return 0; fi
  printf '%s\\n' 'ack-hybrid: stopped code=@join-failed@ subject=kubeadm join: it failed' >&2
  exit @join-failed@
}
`;

/** What runs in the section's own bash. */
export const renderSectionBody = ({ kubeletPki, root }: SectionOptions): string =>
  `${settingsPart}root=${quoteShellWord(root)}\nkubelet_pki=${kubeletPki}\n\n${renderExitCodes([validationPart, environmentFilePart, unitPart, kubeletPart].join('\n'))}`;

/**
 * Renders the section, markers included: it judges the four variables, merges them into the kubelet's environment file,
 * restarts the kubelet and defines the functions that run the join. What is not in the here-document is indented.
 */
export const renderSection = (options: SectionOptions): string => {
  const indent = (text: string): string => text.replace(/^(?=.)/gm, options.indentation ?? '');
  return [
    indent(`# >>> ack-hybrid section v${sectionVersion} >>> written by ack-hybrid, replaced as a whole when the script is extended again`),
    indent(openingPart),
    renderSectionBody(options).trimEnd(),
    'ACK_HYBRID_SECTION',
    indent(renderExitCodes(joinPart).trimEnd()),
    indent(`# <<< ack-hybrid section v${sectionVersion} <<<`),
    '',
  ].join('\n');
};
