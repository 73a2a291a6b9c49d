import { checkOptionNames, preset, wrongOption } from "@refresh-once/core/adapter";
import {
  authentication,
  type ClientAuthenticationMethod,
  type ClientAuthenticator,
  clientOptionNames,
} from "./client-authentication.ts";
import { required } from "./client-options.ts";
import { commonOptionNames, type PresetOptions } from "./preset-options.ts";
import { type ProviderFacts, type ProviderRefresh, withFacts } from "./provider-facts.ts";
import { refreshFunction } from "./refresh-function.ts";
import type { ReplyFields } from "./reply-fields.ts";

/** Options of a preset for a provider whose clients are registered. */
export interface ProviderOptions extends PresetOptions {
  /** The client's id. */
  readonly clientId: string;
  /** The secret of a confidential client. Default: none. */
  readonly clientSecret?: string;
  /** How the client authenticates. Default: as the provider's documentation says; without a secret, `"none"`. */
  readonly clientAuthentication?: ClientAuthenticationMethod | ClientAuthenticator;
}

/** A provider as data. */
export interface ProviderRow extends ProviderFacts {
  readonly tokenEndpoint: string;
  /** The options that are in the token endpoint's URL, with their defaults; `undefined` if there is none. */
  readonly inUrl?: Readonly<Record<string, string | undefined>>;
  /** Options that are sent as fields of the body, by the name of the field. */
  readonly inBody?: Readonly<Record<string, string>>;
  /** The provider's own names of dead refresh tokens. */
  readonly deadErrors?: readonly string[];
  /** Where the reply differs from RFC 6749. */
  readonly reply?: ReplyFields;
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const grant = { grant_type: "refresh_token", refresh_token: "{refreshToken}" };

/**
 * Makes a preset of a row.
 *
 * @param caller the preset's name, for messages
 * @param rowOf returns the row. It is a function because bundlers cannot drop a row that computes a value
 */
export function providerPreset<Options extends ProviderOptions = ProviderOptions>(
  caller: string,
  rowOf: () => ProviderRow,
): (options: Options) => ProviderRefresh {
  return preset(caller, (given: Options): ProviderRefresh => {
    const row = rowOf();
    const { inUrl = {}, inBody = {}, deadErrors = [], reply = {}, ...facts } = row;
    const own = [...Object.keys(inUrl), ...Object.values(inBody)];
    const names = [...commonOptionNames, ...clientOptionNames, ...own];
    const options: Partial<ProviderOptions> = checkOptionNames(caller, given, names);
    const { clientSecret, clientAuthentication } = options;
    const method = clientSecret === undefined ? undefined : row.clientAuthentication[0];
    const usual = clientAuthentication === undefined && method ? method : clientAuthentication;
    const request = {
      ...options,
      url: options.url ?? urlOf(caller, row, options),
      headers: form,
      body: { ...grant, ...fieldsOf(caller, inBody, options) },
      deadErrors,
      reply,
      ...(facts.accessTokenLifetime && { lifetime: facts.accessTokenLifetime }),
    };
    const client = authentication(caller, { ...options, clientAuthentication: usual });
    return withFacts(refreshFunction(caller, request, client), facts);
  });
}

/** The URL of the token endpoint. An option in it must not change the host or the path. */
function urlOf(
  caller: string,
  { tokenEndpoint, inUrl = {} }: ProviderRow,
  options: object,
): string {
  return tokenEndpoint.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value: unknown = Reflect.get(options, name) ?? inUrl[name];
    if (typeof value === "string" && /^\w[\w.~-]*(:\d+)?$/.test(value)) return value;
    throw wrongOption(caller, name, `a part of ${tokenEndpoint}, without "/"; or give \`url\``);
  });
}

/** Options that the provider wants as fields of the body. */
function fieldsOf(
  caller: string,
  inBody: Readonly<Record<string, string>>,
  options: object,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inBody).map(([field, name]) => [
      field,
      required(caller, name, Reflect.get(options, name)),
    ]),
  );
}
