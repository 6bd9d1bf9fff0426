// What the server's errors mean, by number: a name is the driver's, and MariaDB's numbers above 1900 have no name there.

/** The account may not: connect, see a schema, a table, a column, a routine, or do what needs a global privilege. */
const DENIED = new Set([1044, 1045, 1129, 1130, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 3118, 3955, 4151]);
/** A schema, table, column or index that isn't there. */
const GONE = new Set([1049, 1051, 1054, 1109, 1146, 1176]);
const GONE_OF_TABLE = new Set([1054, 1176]);
/** Passes, or lies with the server's state, whatever the statement says: time-outs, waits for locks, memory, disk, read only. */
const OF_THE_MOMENT = new Set([
  1021, 1037, 1038, 1040, 1041, 1053, 1105, 1114, 1135, 1194, 1195, 1205, 1213, 1290, 1317, 1836, 1969, 3024,
]);
/** Prepared statements: too many at the server, not for this statement, not known to a proxy, or lost by it. */
const NOT_PREPARED = new Set([1047, 1243, 1295, 1461]);
const PARSE_ERROR = 1064;
const VIEW_NO_EXPLAIN = 1345;
const UNKNOWN_VARIABLE = 1193;
const TLS_REQUIRED = 3159;

/** Of an error that the server itself sent; null for the driver's, the network's and our own. */
export function serverErrorNumber(error: unknown): number | null {
  if (!(error instanceof Error) || !('sqlState' in error) || !('errno' in error)) return null;
  return typeof error.errno === 'number' ? error.errno : null;
}

export const isDenied = (error: unknown): boolean => isOneOf(DENIED, error);
export const isGone = (error: unknown): boolean => isOneOf(GONE, error);
/** What is missing is a column or an index of a table that is there. */
export const isGoneOfTable = (error: unknown): boolean => isOneOf(GONE_OF_TABLE, error);
export const isOfTheMoment = (error: unknown): boolean => isOneOf(OF_THE_MOMENT, error);
/** A statement that this version of the server doesn't know. */
export const isUnknownStatement = (error: unknown): boolean => serverErrorNumber(error) === PARSE_ERROR;
export const needsTls = (error: unknown): boolean => serverErrorNumber(error) === TLS_REQUIRED;
export const isUnknownVariable = (error: unknown): boolean => serverErrorNumber(error) === UNKNOWN_VARIABLE;
export const mayNotPrepare = (error: unknown): boolean => isOneOf(NOT_PREPARED, error);
export const mayNotExplain = (error: unknown): boolean => serverErrorNumber(error) === VIEW_NO_EXPLAIN;

function isOneOf(numbers: ReadonlySet<number>, error: unknown): boolean {
  const number = serverErrorNumber(error);
  return number !== null && numbers.has(number);
}
