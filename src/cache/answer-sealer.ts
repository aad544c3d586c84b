/** Seals answers for the shared store; a sealer of the vault is one. */
export interface AnswerSealer {
  seal(plain: string, binding: string): string;
  /** Throws when the text, its binding or the key is not the one it was sealed with. */
  open(sealed: string, binding: string): string;
}
