import { initTRPC } from "@trpc/server";

const { procedure, router } = initTRPC.create();

/** The router of a tRPC server; its client takes the type alone. */
export const appRouter = router({
  account: procedure
    .input((input): { id: string } => ({ id: String(Object(input).id) }))
    .query(({ input }) => input),
});
export type AppRouter = typeof appRouter;
