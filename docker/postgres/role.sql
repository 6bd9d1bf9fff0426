-- The account that Tidemark logs in with through the stand-in; it owns the warehouse.
\getenv password REDSHIFT_PASSWORD
CREATE ROLE tidemark LOGIN PASSWORD :'password';
ALTER DATABASE dev OWNER TO tidemark;
