/**
 * A mistake in how a command was called. It stands apart from `cli.ts`: that one waits for its command to end, so a
 * command that imports it would wait for itself for ever.
 */
export class UsageError extends Error {}
