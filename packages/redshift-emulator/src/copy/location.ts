// Names an object of S3 in the forms that COPY and its error texts use.
import { manifestMalformed } from '../errors.js';

export interface Location {
  readonly bucket: string;
  readonly key: string;
  /** `s3://bucket/key` */
  readonly url: string;
}

export function parseLocation(url: string): Location {
  const match = /^s3:\/\/([^/]+)\/(.*)$/s.exec(url);
  if (match?.[1] === undefined || match[2] === undefined) throw manifestMalformed();
  return { bucket: match[1], key: match[2], url };
}

/** As Redshift prints it in errors: path style, regional host, `=` escaped. */
export const httpsUrl = (location: Location, region: string): string =>
  `https://s3.${region}.amazonaws.com/${location.bucket}/${location.key.replaceAll('=', '%3D')}`;
