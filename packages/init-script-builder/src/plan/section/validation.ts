/** Bash: fails, shows values safely and judges the four variables before anything is changed. `@name@` stands for an exit code. */
export const validationPart = `fail() {
  printf 'ack-hybrid: stopped code=%s subject=%s: %s\\n' "$1" "$2" "$3" >&2
  exit "$1"
}

note() {
  printf 'ack-hybrid: %s\\n' "$1" >&2
}

# A value for a message: printable, at most 80 bytes, never evaluated.
show() {
  local text=\${1//[![:print:]]/?}
  if ((\${#text} > 80)); then text="\${text:0:77}..."; fi
  printf '"%s"' "$text"
}

subdomain='^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'
qualified='^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$'

valid_key() {
  local name=$1 prefix
  if [[ $1 == */* ]]; then
    prefix=\${1%%/*}
    name=\${1#*/}
    [[ $prefix =~ $subdomain ]] && ((\${#prefix} <= 253)) || return 1
  fi
  [[ $name =~ $qualified ]] && ((\${#name} <= 63))
}

valid_value() {
  [[ -z $1 ]] || { [[ $1 =~ $qualified ]] && ((\${#1} <= 63)); }
}

valid_label() {
  [[ $1 == *=* ]] && valid_key "\${1%%=*}" && valid_value "\${1#*=}"
}

valid_taint() {
  local body=\${1%:*} value=''
  if [[ $body == *=* ]]; then value=\${body#*=}; fi
  [[ $1 == *:* ]] && valid_key "\${body%%=*}" && valid_value "$value" && valid_effect "\${1##*:}"
}

valid_effect() {
  case $1 in
    NoSchedule | PreferNoSchedule | NoExecute) ;;
    *) return 1 ;;
  esac
}

# The kubelet exits when --node-labels sets a key of Kubernetes' own that it may not set itself.
kubelet_refuses() {
  local namespace=\${1%%/*}
  [[ $1 == */* ]] || return 1
  case $namespace in
    kubernetes.io | *.kubernetes.io | k8s.io | *.k8s.io) ;;
    *) return 1 ;;
  esac
  case $namespace in
    kubelet.kubernetes.io | *.kubelet.kubernetes.io | node.kubernetes.io | *.node.kubernetes.io) return 1 ;;
  esac
  case $1 in
    kubernetes.io/arch | kubernetes.io/hostname | kubernetes.io/os) return 1 ;;
    beta.kubernetes.io/arch | beta.kubernetes.io/instance-type | beta.kubernetes.io/os) return 1 ;;
    topology.kubernetes.io/region | topology.kubernetes.io/zone) return 1 ;;
    failure-domain.beta.kubernetes.io/region | failure-domain.beta.kubernetes.io/zone) return 1 ;;
  esac
  return 0
}

split_commas() {
  local rest=$1,
  entries=()
  while [[ -n $rest ]]; do
    entries+=("\${rest%%,*}")
    rest=\${rest#*,}
  done
}

# merged_entries is a set: one entry an identity, and the last one given wins in the place of the first.
put_entry() {
  local index
  for ((index = 0; index < \${#merged_ids[@]}; index++)); do
    if [[ \${merged_ids[index]} == "$1" ]]; then
      merged_entries[index]=$2
      return
    fi
  done
  merged_ids+=("$1")
  merged_entries+=("$2")
}

taint_id() {
  taint_identity=\${1%%[=:]*}:\${1##*:}
}

check_provider_id() {
  local current=$ALIBABA_CLOUD_PROVIDER_ID older=$ALIBABA_CLOUD_PROVIDE_ID
  local pattern='^[a-z0-9]+(-[a-z0-9]+)+\\.i-[A-Za-z0-9]+$'
  provider_id=\${current:-$older}
  [[ -n $provider_id ]] || fail @provider-id-missing@ ALIBABA_CLOUD_PROVIDER_ID 'is not set; the registered cluster passes <region>.<instance-id>'
  if [[ -n $current && -n $older && $current != "$older" ]]; then
    fail @provider-id-invalid@ ALIBABA_CLOUD_PROVIDER_ID "is $(show "$current"), but ALIBABA_CLOUD_PROVIDE_ID is $(show "$older")"
  fi
  if ! [[ $provider_id =~ $pattern ]] || ((\${#provider_id} > 253)); then
    fail @provider-id-invalid@ ALIBABA_CLOUD_PROVIDER_ID "$(show "$provider_id") is not <region>.<instance-id>"
  fi
}

check_node_name() {
  node_name=$ALIBABA_CLOUD_NODE_NAME
  [[ -n $node_name ]] || fail @node-name-missing@ ALIBABA_CLOUD_NODE_NAME 'is not set'
  # 253 would do for a Node's name, but the kubelet also writes it into the label kubernetes.io/hostname.
  if ! [[ $node_name =~ $subdomain ]] || ((\${#node_name} > 63)); then
    fail @node-name-invalid@ ALIBABA_CLOUD_NODE_NAME "$(show "$node_name") is no lower-case DNS name of at most 63 characters"
  fi
}

check_labels() {
  local entry key other external=''
  [[ -n $ALIBABA_CLOUD_LABELS ]] || fail @labels-missing@ ALIBABA_CLOUD_LABELS 'is not set'
  split_commas "$ALIBABA_CLOUD_LABELS"
  labels=()
  for entry in "\${entries[@]}"; do
    # The kubelet skips empty entries, too; the agent may leave one where a pool has no labels of its own.
    [[ -n $entry ]] || continue
    key=\${entry%%=*}
    if ! valid_label "$entry"; then
      fail @labels-invalid@ ALIBABA_CLOUD_LABELS "$(show "$entry") is no key=value in the syntax of Kubernetes labels"
    fi
    if kubelet_refuses "$key"; then
      fail @label-forbidden@ ALIBABA_CLOUD_LABELS "the kubelet may not set $(show "$key") and would exit"
    fi
    for other in "\${labels[@]}"; do
      if [[ \${other%%=*} == "$key" && $other != "$entry" ]]; then
        fail @labels-invalid@ ALIBABA_CLOUD_LABELS "$(show "$key") has two values"
      fi
    done
    labels+=("$entry")
    if [[ $entry == alibabacloud.com/external=true ]]; then external=true; fi
  done
  [[ -n $external ]] || fail @label-external-missing@ ALIBABA_CLOUD_LABELS 'lacks alibabacloud.com/external=true, by which Terway and the on-premises CNI tell cloud nodes'
}

check_taints() {
  local entry other identity
  taints=()
  [[ -n $ALIBABA_CLOUD_TAINTS ]] || return 0
  split_commas "$ALIBABA_CLOUD_TAINTS"
  for entry in "\${entries[@]}"; do
    if ! valid_taint "$entry"; then
      fail @taints-invalid@ ALIBABA_CLOUD_TAINTS "$(show "$entry") is no key[=value]:Effect with an effect of NoSchedule, PreferNoSchedule, NoExecute"
    fi
    taint_id "$entry"
    identity=$taint_identity
    for other in "\${taints[@]}"; do
      taint_id "$other"
      if [[ $taint_identity == "$identity" && $other != "$entry" ]]; then
        fail @taints-invalid@ ALIBABA_CLOUD_TAINTS "$(show "$identity") has two values"
      fi
    done
    taints+=("$entry")
  done
}
`;
