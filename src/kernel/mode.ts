/**
 * Where a connection's answers come from: the vendor, an emulator inside the process, or an emulator reached over
 * loopback. Said in every answer.
 */
export const MODES = ['live', 'mock', 'emulated'] as const;

export type Mode = (typeof MODES)[number];
