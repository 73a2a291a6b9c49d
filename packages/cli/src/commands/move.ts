import { openStore } from "../accounts/opened-store.ts";
import { moveRecord } from "../move/move-record.ts";
import { withAccount } from "../program/command-context.ts";
import { wrongUsage } from "../program/command-error.ts";
import type { AddCommand } from "../program/create-program.ts";

/** `move NAME --to STORE`: moves the tokens into another store. */
export const addMove: AddCommand = (program, context) => {
  program
    .command("move <NAME>")
    .description("move the tokens into another store, which must be empty")
    .requiredOption("--to <store>", "file:PATH, redis://HOST/#KEY or postgres://HOST/DATABASE#KEY")
    .action(async (name: string, { to }: { to: string }) => {
      const { output, signal } = context();
      await withAccount(context(), name, async ({ options: { store } }) => {
        if (!store)
          throw wrongUsage(`The account "${name}" has no store, so nothing can be moved.`);
        const target = await openStore(to);
        try {
          await moveRecord(store, target.store, signal);
        } finally {
          await target.close();
        }
      });
      output.result(`${name}: the tokens are moved`);
      output.message(
        "Now change the store of the account in the configuration and in your program.",
      );
    });
};
