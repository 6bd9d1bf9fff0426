// The command lines of a PostgreSQL that behaves as Redshift's storage does and whose data may be lost.

/** Of initdb. */
export function initdbArguments(cluster: { data: string; superuser: string; passwordFile: string }): string[] {
  return [
    ...['-D', cluster.data],
    // varchar(n) counts bytes and strings sort by bytes, as in Redshift.
    ...['--encoding=SQL_ASCII', '--locale=C'],
    // Redshift asks its clients for MD5 passwords; initdb then keeps them so as well.
    ...['--auth=md5', `--username=${cluster.superuser}`, `--pwfile=${cluster.passwordFile}`],
    '--no-sync',
  ];
}

/** Of postgres. `more` are further settings by name. */
export function serverArguments(
  server: { data: string; host: string; port: number },
  more: Record<string, string | number> = {},
): string[] {
  const settings = {
    listen_addresses: server.host,
    unix_socket_directories: '',
    max_connections: 200,
    // The data is thrown away: a lost second after a power cut costs less than waiting for the disk all day.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...more,
  };
  return [
    ...['-D', server.data],
    ...['-p', String(server.port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
