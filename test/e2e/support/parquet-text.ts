// Values of a Parquet file as MySQL prints them, read by hyparquet: which did not write the file, and whose own conversions are not used.
import { type FileMetaData, parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet';

export async function parquetTexts(file: ArrayBuffer): Promise<Record<string, string | null>[]> {
  const metadata = parquetMetadata(file);
  const elements = metadata.schema.slice(1);
  // Its own conversions of decimals and times lose digits: the physical values come without the annotations.
  const schema = metadata.schema.map((element): SchemaElement => {
    const bare = { ...element };
    delete bare.converted_type;
    delete bare.logical_type;
    return bare;
  });
  const bare: FileMetaData = { ...metadata, schema };
  const rows = await parquetReadObjects({ file, metadata: bare, utf8: false });
  return rows.map((row) =>
    Object.fromEntries(elements.map((element) => [element.name, textOf(element, row[element.name])])),
  );
}

function textOf(element: SchemaElement, value: unknown): string | null {
  if (value == null) return null;
  switch (element.converted_type) {
    case 'UTF8':
      return Buffer.from(value as Uint8Array).toString('utf8');
    case 'DECIMAL':
      return decimal(value instanceof Uint8Array ? signed(value) : BigInt(value as number), element.scale ?? 0);
    case 'DATE':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'TIMESTAMP_MICROS':
      return moment(value as bigint);
    default:
      return value instanceof Uint8Array ? Buffer.from(value).toString('hex').toUpperCase() : `${value as number}`;
  }
}

const signed = (bytes: Uint8Array): bigint =>
  BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));

function decimal(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}

function moment(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const iso = new Date(Number((micros - fraction) / 1_000n)).toISOString();
  return `${iso.slice(0, 19).replace('T', ' ')}.${String(fraction).padStart(6, '0')}`;
}
