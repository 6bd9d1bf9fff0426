// One statement and the rows it must answer: columns joined by a bar, or `error` and the SQLSTATE.

export type Example = readonly [sql: string, ...rows: string[]];
