const whole = /^(?:AZoneID|VswitchId|SecurityGroupId|ClusterID|ServiceCIDR|x{3,}|(?:vsw|sg|vpc|i|rg)-x{2,}|(?:vsw|sg)-|cn-[a-z]+-x+|TODO|CHANGE_?ME|REPLACE_?ME|\.\.\.|…)$/i;
const inside = /\{\{.*?\}\}|\$\{[^}]*\}|<[^<>]*>/s;

/** Keys whose values are names that people may choose freely, so that only the template's own marks count there. */
const freeText: ReadonlySet<string> = new Set(['eni_tags', 'eni_tag_filter', 'eni_tag_block_list', 'prefix', 'version', 'custom_stateful_workload_kinds']);

/**
 * Whether a text is a blank that someone should have filled in: the template's own (`AZoneID`, `{{.ServiceCIDR}}`), or what people write in
 * examples (`<your id>`, `vsw-xxx`, `xxx`). Terway takes each in silence and fails later, when it makes the first ENI.
 *
 * @param key the key of `eni_conf` that it stands under
 * @example
 * isPlaceholder('vsw-xxxx', 'vswitches'); // true
 * isPlaceholder('vsw-bp1abc', 'vswitches'); // false
 */
export const isPlaceholder = (text: string, key: string): boolean => {
  if (freeText.has(key)) return /\{\{.*?\}\}/s.test(text);
  return inside.test(text) || whole.test(text.trim());
};
