-- The account that MYSQL_USER has made: what docs/mysql-and-mariadb.md names, and why, for a MySQL server.
GRANT SELECT, PROCESS, SHOW VIEW, REPLICATION CLIENT ON *.* TO 'tidemark'@'%';
