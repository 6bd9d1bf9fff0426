// The server's own time zone, asked under it: its offset now, and in both halves of the year.

export const UNDER_SERVER_ZONE = 'SET time_zone = @@global.time_zone';
export const UNDER_UTC = "SET time_zone = '+00:00'";

/** Seconds since 1970 of the middle of January and of July. */
function middles(year: number): { january: number; july: number } {
  return { january: Date.UTC(year, 0, 15) / 1_000, july: Date.UTC(year, 6, 15) / 1_000 };
}

/** Minutes ahead of UTC: now, in January, in July; then the zone's name. */
export function serverOffsets(year: number): string {
  const { january, july } = middles(year);
  return (
    'SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW()) AS now_minutes,' +
    ` TIMESTAMPDIFF(MINUTE, '${year}-01-15 00:00:00', FROM_UNIXTIME(${january})) AS january_minutes,` +
    ` TIMESTAMPDIFF(MINUTE, '${year}-07-15 00:00:00', FROM_UNIXTIME(${july})) AS july_minutes,` +
    " IF(@@global.time_zone = 'SYSTEM', @@system_time_zone, @@global.time_zone) AS zone"
  );
}
