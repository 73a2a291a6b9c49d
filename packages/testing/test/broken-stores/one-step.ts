import type { Claim, Lease, ReadClaim } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

export const brokenOneStep: BrokenStores = {
  "claims in one step, but returns a record that was never stored": {
    meant: [
      "read and claim: a claim that is granted",
      "read and claim: while another process",
      "read and claim: an abandoned claim",
    ],
    store: class extends TableStore {
      override async readAndClaim(revision: number, lease: Lease): Promise<ReadClaim> {
        const { claim } = await super.readAndClaim(revision, lease);
        return { record: { revision: revision + 7, obtainedAt: 0 }, claim };
      }
    },
  },

  "claims in one step whatever revision is stored": {
    meant: ["read and claim: the record of another revision"],
    store: class extends TableStore {
      override readAndClaim(_: number, lease: Lease): Promise<ReadClaim> {
        return super.readAndClaim(this.row.revision, lease);
      }
    },
  },

  "grants a claim in one step although another process has it": {
    meant: ["read and claim: while another process", "read and claim: exactly one of 50"],
    store: class extends TableStore {
      override async readAndClaim(revision: number, lease: Lease): Promise<ReadClaim> {
        const { record, claim } = await super.readAndClaim(revision, lease);
        return { record, claim: claim ?? this.take(revision, lease.duration) };
      }
    },
  },

  "never grants a claim in one step": {
    meant: ["read and claim: a claim that is granted", "read and claim: a claim that is released"],
    store: class extends TableStore {
      override async readAndClaim(): Promise<ReadClaim> {
        return { record: await this.read() };
      }
    },
  },

  "does not report in one step that a claim was abandoned": {
    meant: ["read and claim: an abandoned claim"],
    store: class extends TableStore {
      override async readAndClaim(revision: number, lease: Lease): Promise<ReadClaim> {
        const { record, claim } = await super.readAndClaim(revision, lease);
        return { record, claim: claim && withoutAbandoned(claim) };
      }
    },
  },
};

function withoutAbandoned({ abandoned, ...claim }: Claim): Claim {
  return claim;
}
