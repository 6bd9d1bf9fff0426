// Session settings that only Redshift has: kept under a name PostgreSQL lets anybody set, without effect.
import type { Edit, Statement } from '../sql/statements.js';

const SETTINGS = new Set(
  (
    'query_group wlm_query_slot_count enable_result_cache_for_session enable_case_sensitive_identifier analyze_threshold_percent ' +
    'downcase_delimited_identifier enable_numeric_rounding json_serialization_enable mv_enable_aqmv_for_session ' +
    'spectrum_query_maxerror describe_field_name_in_uppercase'
  ).split(' '),
);

/** `SET [SESSION|LOCAL] x`, `SHOW x`, `RESET x`. */
export function settingEdits({ tokens }: Statement): Edit[] {
  const at = ['session', 'local'].includes(tokens[1]?.value ?? '') ? 2 : 1;
  const name = tokens[at];
  if (name?.kind !== 'word' || !SETTINGS.has(name.value)) return [];
  return [{ start: name.start, end: name.end, text: `emulator.${name.value}` }];
}
