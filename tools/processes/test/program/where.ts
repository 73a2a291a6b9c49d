/** What a module of a program sees. */
export const beside = { where: import.meta.url, flags: process.argv.slice(2) };
