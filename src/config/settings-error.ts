/** One thing that is wrong with the settings. */
export interface SettingFault {
  readonly name: string;
  /** The rest of a sentence that begins with the name; says what to write instead and quotes no secret. */
  readonly says: string;
}

/** Every fault of the settings at once. The message is for the operator, one line a fault, and holds no secret. */
export class SettingsError extends Error {
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`;
    const lines = faults.map(({ name, says }) => `  ${name} ${says}`);
    super([`${count} wrong; nothing was started.`, '', ...lines, ''].join('\n'));
    this.name = 'SettingsError';
    this.faults = faults;
  }
}
