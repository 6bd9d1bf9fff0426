// The probe's writer of Parquet files, for tests.
export * from '../../scripts/redshift-probe/parquet-file.js';
