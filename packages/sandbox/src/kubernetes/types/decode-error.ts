/** A value of a type that the server's decoder refuses; the text is the decoder's. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}
