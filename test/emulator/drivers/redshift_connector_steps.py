# What a program does with AWS's own Python driver; each step is printed as one line of JSON.
import datetime
import decimal
import json
import sys

import redshift_connector

login = json.loads(sys.argv[1])


def show(step, value):
    print(json.dumps({"step": step, "value": value}, default=str))


def refusal(work):
    try:
        work()
    except redshift_connector.Error as error:
        fields = error.args[0]
        return {key: fields[key] for key in ("S", "C", "M")} if isinstance(fields, dict) else str(error)
    return None


def connect(**more):
    return redshift_connector.connect(**{**login, "ssl": False, **more})


show("wrong password", refusal(lambda: connect(password="wrong")))

with connect() as connection, connection.cursor() as cursor:
    show("version", cursor.execute("SELECT version()").fetchone()[0])
    cursor.execute("SELECT %s::int, %s, %s::date", (7, "seven", datetime.date(2026, 2, 28)))
    show("parameters", cursor.fetchone())

    cursor.execute("CREATE TABLE sales (id bigint NOT NULL, name varchar(20), price decimal(10,2), sold timestamp) DISTKEY(id) SORTKEY(sold)")
    connection.commit()
    cursor.execute(
        "INSERT INTO sales VALUES (%s, %s, %s, %s)",
        (1, "Zoë", decimal.Decimal("12.50"), datetime.datetime(2026, 1, 2, 3, 4, 5, 678901)),
    )
    cursor.executemany("INSERT INTO sales (id, name) VALUES (%s, %s)", [(2, "two"), (3, None)])
    connection.commit()
    show("fetchall", cursor.execute("SELECT * FROM sales ORDER BY id").fetchall())
    show("description", [column[0] for column in cursor.description])

    cursor.execute("DELETE FROM sales")
    show("deleted", cursor.rowcount)
    connection.rollback()
    show("after rollback", cursor.execute("SELECT count(*) FROM sales").fetchone())

    show("refused", refusal(lambda: cursor.execute("SELECT * FROM nowhere")))
    connection.rollback()
    show("types", cursor.execute("SELECT 1::smallint, 2::bigint, 1.5::float8, true, '2026-01-02 03:04:05+00'::timestamptz, NULL").fetchone())
    connection.rollback()

    connection.autocommit = True
    cursor.execute("INSERT INTO sales (id) VALUES (4)")
    connection.rollback()
    show("autocommit", cursor.execute("SELECT max(id) FROM sales").fetchone())
    show("definition", cursor.execute("SELECT \"column\", type, distkey, sortkey FROM pg_table_def WHERE tablename = 'sales'").fetchall())
    show("get_schemas", cursor.get_schemas(schema_pattern="public"))
    show("get_catalogs", cursor.get_catalogs())
    show("get_primary_keys", cursor.get_primary_keys(schema="public", table="sales"))

    cursor.execute("BEGIN")
    show("vacuum in a transaction", refusal(lambda: cursor.execute("VACUUM sales")))
    cursor.execute("ROLLBACK")
    cursor.execute(sys.argv[2])
    show("loaded", cursor.execute("SELECT count(*), pg_last_copy_count() FROM loaded").fetchone())
    show("not loaded", refusal(lambda: cursor.execute(sys.argv[2].replace("loaded", "nowhere"))))
