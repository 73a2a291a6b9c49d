import { randomUUID } from "node:crypto";

interface Family {
  /** Of the only refresh token that is valid. */
  generation: number;
  isRevoked: boolean;
}

/** What the token endpoint replies. */
export type Reply =
  | {
      readonly access_token: string;
      readonly refresh_token: string;
      readonly token_type: "Bearer";
      readonly expires_in: number;
    }
  | { readonly error: "invalid_grant" };

/** All refresh tokens that come from one login are a family. A used one that is seen again revokes it. */
export class Families {
  reuses = 0;
  readonly #families: readonly Family[];
  /** So that tokens of another run are unknown. */
  readonly #run = randomUUID();

  /** @param accounts how many have logged in */
  constructor(accounts: number) {
    this.#families = Array.from({ length: accounts }, () => ({ generation: 0, isRevoked: false }));
  }

  get refreshes(): number {
    return this.#families.reduce((total, { generation }) => total + generation, 0);
  }

  /** How many accounts were refreshed exactly once. */
  get refreshedOnce(): number {
    return this.#families.filter(({ generation }) => generation === 1).length;
  }

  get revoked(): number {
    return this.#families.filter(({ isRevoked }) => isRevoked).length;
  }

  /** The refresh token of an account's login. */
  login(account: number): string {
    return this.#token(account, 0);
  }

  refresh(token: string): Reply {
    const [run, account, generation] = token.split(":");
    const family = run === this.#run ? this.#families[Number(account)] : undefined;
    if (!family || family.isRevoked) return { error: "invalid_grant" };
    if (Number(generation) !== family.generation) {
      this.reuses++;
      family.isRevoked = true;
      return { error: "invalid_grant" };
    }
    family.generation++;
    return {
      access_token: randomUUID(),
      refresh_token: this.#token(Number(account), family.generation),
      token_type: "Bearer",
      expires_in: 86_400,
    };
  }

  #token(account: number, generation: number): string {
    return [this.#run, account, generation].join(":");
  }
}
