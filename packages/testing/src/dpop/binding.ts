/** The key that a token is bound to. */
export interface Binding {
  /** The thumbprint of the key, `cnf.jkt`. */
  readonly thumbprint: string;
  /** The signature algorithm of the proof. */
  readonly algorithm: string;
}
