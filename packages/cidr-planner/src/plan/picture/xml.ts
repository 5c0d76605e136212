import { escapeUnseen } from './cells.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** A text for the inside of an element or of an attribute: it can begin no markup, and holds no character that XML 1.0 forbids. */
export const escapeXml = (text: string): string => escapeUnseen(text).replace(/[&<>"']/gu, (character) => entities[character] ?? character);
