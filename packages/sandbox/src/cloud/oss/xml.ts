/** XML as a tree: text, a list of children by name, or a name that repeats. */
export type XmlContent = string | number | boolean | { readonly [name: string]: XmlContent | readonly XmlContent[] | undefined };

/** A whole XML document with this root. A child that is `undefined` is left out. */
export function renderXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content)}`;
}

/** The text of every element of this name, in order. Enough for the small bodies that OSS takes; no attributes, no CDATA. */
export function textsIn(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => unescape(match[1] ?? ''));
}

function element(name: string, content: XmlContent): string {
  if (typeof content !== 'object') return `<${name}>${escape(String(content))}</${name}>`;
  const children = Object.entries(content).flatMap(([child, value]) => {
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((item: XmlContent) => element(child, item));
  });
  return `<${name}>${children.join('')}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function unescape(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
}
