-- The account that MYSQL_USER has made may read every table, and see open transactions to prove its upper bound.
GRANT SELECT, PROCESS ON *.* TO 'tidemark'@'%';
