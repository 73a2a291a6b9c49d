/** A package as it would be published. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  /** Of the `.tgz` file. */
  readonly path: string;
  /** The paths in it, from the folder of the package: `dist/index.js`. */
  readonly files: readonly string[];
}
