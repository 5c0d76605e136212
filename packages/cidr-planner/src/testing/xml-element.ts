/** An element of an XML document, read strictly. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside it, entities replaced. */
  readonly text: string;
}

/** A text that is no well-formed XML document. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of elements, attributes and text, and throws at the first thing that isn't well-formed XML 1.0.
 * Comments, CDATA sections, declarations and processing instructions are refused: a picture has none.
 */
export const readXml = (source: string): XmlElement => {
  // XML 1.0, production 2: the characters that a document may hold.
  const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.exec(source);
  if (forbidden) throw new XmlError(`forbidden character at ${forbidden.index}`);
  const reader = new XmlReader(source.trimEnd());
  return reader.document();
};

class XmlReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlElement {
    const root = this.#element();
    if (this.#at !== this.#source.length) throw new XmlError(`something behind the root at ${this.#at}`);
    return root;
  }

  #take(pattern: RegExp, what: string): RegExpExecArray {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#source);
    if (!match) throw new XmlError(`${what} expected at ${this.#at}: ${this.#source.slice(this.#at, this.#at + 40)}`);
    this.#at = sticky.lastIndex;
    return match;
  }

  #element(): XmlElement {
    const [, name = ''] = this.#take(/<([A-Za-z][\w.-]*)/u, 'a tag');
    const attributes = new Map<string, string>();
    while (!/^\s*\/?>/u.test(this.#source.slice(this.#at, this.#at + 8))) {
      const [, key = '', value = ''] = this.#take(/\s+([A-Za-z][\w.:-]*)="([^"<]*)"/u, 'an attribute');
      if (attributes.has(key)) throw new XmlError(`the attribute ${key} stands twice at ${this.#at}`);
      attributes.set(key, decode(value));
    }
    const [end] = this.#take(/\s*\/?>/u, 'the end of a tag');
    if (end.includes('/')) return { name, attributes, children: [], text: '' };
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      const [part] = this.#take(/[^<]*/u, 'text');
      if (part.includes(']]>')) throw new XmlError(`]]> in text at ${this.#at}`);
      text += decode(part);
      if (this.#source.startsWith('</', this.#at)) break;
      children.push(this.#element());
    }
    const [, closed] = this.#take(/<\/([\w.-]+)\s*>/u, 'a closing tag');
    if (closed !== name) throw new XmlError(`${String(closed)} closes ${name} at ${this.#at}`);
    return { name, attributes, children, text };
  }
}

const decode = (text: string): string =>
  text.replace(/&([^;]*;?)/gu, (_, reference: string) => {
    const name = reference.replace(/;$/u, '');
    const character = reference.endsWith(';') ? entities[name] : undefined;
    if (character === undefined) throw new XmlError(`unknown reference &${reference}`);
    return character;
  });

/** An element and all that are in it, in the order of the document. */
export const withDescendants = (element: XmlElement): readonly XmlElement[] => [element, ...element.children.flatMap(withDescendants)];
