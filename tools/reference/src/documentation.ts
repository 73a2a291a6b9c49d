import {
  Application,
  type DeclarationReflection,
  Logger,
  LogLevel,
  type ProjectReflection,
  type TypeDocOptions,
} from "typedoc";
import type { Entry } from "./entries.ts";

/** The documentation of some entries, read from their TSDoc. */
export interface Documentation {
  /** What is wrong with it: missing comments, missing examples, broken links. */
  readonly problems: readonly string[];
  /** Writes the HTML pages into an empty folder, and adds the problems of writing. */
  write(folder: string): Promise<void>;
}

/** Where the documentation is read. */
export interface DocumentedCode {
  readonly entries: readonly Entry[];
  /** The path of a tsconfig.json that includes the sources of the entries. */
  readonly tsconfig: string;
}

const options: TypeDocOptions = {
  name: "refresh-once",
  readme: "none",
  // Also with a single entry, whose exports would otherwise be on the first page.
  alwaysCreateEntryPointModule: true,
  // `npm run types` checks the types.
  skipErrorChecking: true,
  disableGit: true,
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  validation: { notExported: false, invalidLink: true, invalidPath: true, notDocumented: true },
  requiredToBeDocumented: [
    "Function",
    "Class",
    "Interface",
    "TypeAlias",
    "Variable",
    "Enum",
    "Constructor",
    "Property",
    "Accessor",
    "Method",
  ],
};

/** Reads the documentation of these entries. */
export async function readDocumentation({
  entries,
  tsconfig,
}: DocumentedCode): Promise<Documentation> {
  const logger = new ProblemLogger();
  const app = await Application.bootstrap({
    ...options,
    tsconfig,
    // Without this, TypeDoc only checks the package of the tsconfig.
    packagesRequiringDocumentation: [...new Set(entries.map((entry) => entry.package))],
    entryPoints: entries.map(({ source }) => source),
  });
  app.logger = logger;
  const project = await app.convert();
  if (!project) return { problems: logger.problems, write: async () => {} };
  const modules = modulesOf(project, entries);
  app.validate(project);
  logger.problems.push(...modules.filter((one) => !hasExample(one)).map(exampleMissing));
  return {
    problems: logger.problems,
    write: (folder) => app.generateDocs(project, folder),
  };
}

/** Collects warnings and errors, each once. */
class ProblemLogger extends Logger {
  readonly problems: string[] = [];

  override log(message: string, level: LogLevel): void {
    super.log(message, level);
    const isProblem = level === LogLevel.Warn || level === LogLevel.Error;
    if (isProblem && !this.problems.includes(message)) this.problems.push(message);
  }
}

/** The module of each entry, renamed to the name by which users import it. */
function modulesOf(
  project: ProjectReflection,
  entries: readonly Entry[],
): readonly DeclarationReflection[] {
  return entries.map(({ name, source }) => {
    const symbol = (one: DeclarationReflection) => project.getSymbolIdFromReflection(one);
    const found = project.children?.find((one) => symbol(one)?.fileName === source);
    if (!found) throw new Error(`TypeDoc has read no module of ${source}`);
    found.name = name;
    return found;
  });
}

/** Whether a module, or one of its exports, has an `@example`. */
function hasExample(module: DeclarationReflection): boolean {
  const exported = module.children ?? [];
  const signatures = exported.flatMap((one) => one.signatures ?? []);
  return [module, ...exported, ...signatures].some((one) => one.comment?.getTag("@example"));
}

function exampleMissing({ name }: DeclarationReflection): string {
  return `${name} has no @example: add one to its main export`;
}
