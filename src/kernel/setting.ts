/** A setting after parsing. `undefined` is a setting that is not set and has no default. */
export type SettingValue = string | number | boolean | readonly string[] | ReadonlyMap<string, string> | undefined;

/** All settings by name, parsed, for rules that look at more than one. A setting that is itself wrong is `undefined`. */
export type SettingValues = Readonly<Record<string, SettingValue>>;

/** A setting's duty to be there, in words for the documents and in code for the start. */
export interface Requirement {
  /** Completes "required …": `in production`, `when EMULATOR_ORIGINS is set`. */
  readonly when: string;
  holds(values: SettingValues): boolean;
}

interface Row<Type extends string, Value> {
  /** Name of the environment variable, upper case; a unit comes last: `_MS`, `_BYTES`. */
  readonly name: string;
  readonly type: Type;
  /** Heading under which the documents list it. */
  readonly group: string;
  /** What it does, in one sentence. */
  readonly description: string;
  readonly default?: Value;
  /** The default where `PLATFORM_ENV` is `development`, if it is another. */
  readonly developmentDefault?: Value;
  readonly requiredWhen?: Requirement;
  /** In production it stops the start. */
  readonly refusedInProduction?: true;
  /**
   * Says what is wrong with a parsed value and what to write instead, as the rest of a sentence that begins with the
   * setting's name: `is shorter than 32 bytes; make one with …`. Never quotes a secret.
   */
  check?(value: Value, others: SettingValues): string | undefined;
}

/** One line of text. */
interface TextSetting extends Row<'text', string> {}

/** Text that is never shown: not in faults, documents, logs or answers. */
interface SecretSetting extends Row<'secret', string> {}

/** A file or folder; a relative one is resolved against the package root. */
interface PathSetting extends Row<'path', string> {}

/** An absolute http or https URL without credentials, query or fragment, kept in the form of the WHATWG URL standard without a trailing slash. */
interface UrlSetting extends Row<'url', string> {}

/** `true` or `false`. */
interface BooleanSetting extends Row<'boolean', boolean> {}

/** A whole number within its bounds, both included. */
interface IntegerSetting extends Row<'integer', number> {
  readonly min: number;
  readonly max: number;
  /** `ms`, `bytes`, `calls`: what is counted. */
  readonly unit?: string;
}

/** One of a few words. */
interface ChoiceSetting extends Row<'choice', string> {
  readonly choices: readonly string[];
}

/** Words separated by commas; white space around them is dropped. Not set, it is empty. */
interface ListSetting extends Row<'list', readonly string[]> {}

/** `name=value` pairs separated by commas, each name once. Not set, it is empty. */
interface PairsSetting extends Row<'pairs', ReadonlyMap<string, string>> {}

/**
 * One setting of the environment, declared as data: the start-up check, `.env.example` and the reference are made from
 * it. The platform's rows are in `config/settings.ts`; each connector declares its own.
 */
export type Setting =
  | TextSetting
  | SecretSetting
  | PathSetting
  | UrlSetting
  | BooleanSetting
  | IntegerSetting
  | ChoiceSetting
  | ListSetting
  | PairsSetting;

type Parsed<S> = S extends { type: 'integer' }
  ? number
  : S extends { type: 'boolean' }
    ? boolean
    : S extends { type: 'choice'; choices: readonly (infer Choice)[] }
      ? Choice
      : S extends { type: 'list' }
        ? readonly string[]
        : S extends { type: 'pairs' }
          ? ReadonlyMap<string, string>
          : string;

type Value<S> = S extends { default: unknown } | { type: 'list' | 'pairs' } ? Parsed<S> : Parsed<S> | undefined;

/** The parsed settings of a table, each under its name with the type of its row. */
export type SettingsOf<Rows extends readonly Setting[]> = {
  readonly [S in Rows[number] as S['name']]: Value<S>;
};
