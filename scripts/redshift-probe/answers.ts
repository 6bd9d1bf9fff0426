// Short ways to write down an answer.
import type { Answer } from './case.js';

export const loads = (read: string): Answer => ({ outcome: 'loads', read });
export const refused = (sqlstate: string, message: string): Answer => ({ outcome: 'refused', sqlstate, message });
export const blocked = (message: string, number: number, context: string): Answer => ({
  ...{ outcome: 'refused', sqlstate: 'XX000', message, number, context },
});
export const scan = (context: string): Answer => blocked('Spectrum Scan Error', 15007, context);
export const unsupported = (option: string): Answer =>
  refused('0A000', `${option} argument is not supported for PARQUET based COPY`);

/** The usual refusal of a type; `schema` is what the file says of column c. */
export const incompatible = (columnType: string, schema: string): Answer =>
  scan(
    `File '<https>/f.parquet' has an incompatible Parquet schema for column '<s3>/f.parquet.c'. ` +
      `Column type: ${columnType}, Parquet schema:\n${schema}\n`,
  );
