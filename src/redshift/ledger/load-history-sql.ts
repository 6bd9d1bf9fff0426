// Redshift's own memory of loads: what a COPY read, and why one was refused. Kept some days, and written with a delay.

export function loadHistory(queryIds: readonly number[]): string {
  return `SELECT query_id, loaded_rows, source_file_count
FROM sys_load_history WHERE query_id IN (${queryIds.join(', ')}) AND status = 'completed'`;
}

/**
 * Of this session's newest COPY that was refused: the reason in full, where the error itself is cut at 256 characters. Sessions of
 * days before may have had the same number: only the last `seconds` are asked about.
 */
export const loadError = (
  seconds: number,
): string => `SELECT TRIM(file_name) AS file_name, TRIM(column_name) AS column_name, TRIM(error_message) AS error_message
FROM sys_load_error_detail
WHERE session_id = pg_backend_pid() AND start_time > GETDATE() - INTERVAL '${seconds} seconds' ORDER BY start_time DESC LIMIT 1`;
