// Statements that are about the session and the transaction, and not about any table.

export const BEGIN = 'BEGIN';
export const COMMIT = 'COMMIT';
export const ROLLBACK = 'ROLLBACK';

/** GETDATE() answers in the session's zone, and an account may have another default than UTC. */
export const USE_UTC = "SET TIMEZONE TO 'UTC'";

export const limitStatements = (ms: number): string => `SET statement_timeout TO ${ms}`;
