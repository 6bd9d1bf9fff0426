"""Pages by primary key as dictionaries, through a data frame: the way of many a first version."""
import pandas
import pyarrow
import pymysql

import job as jobs

job = jobs.read()
upload = jobs.uploader(job)
mysql = job["mysql"]
connection = pymysql.connect(
    host=mysql["host"],
    port=mysql["port"],
    user=mysql["user"],
    password=mysql["password"],
    cursorclass=pymysql.cursors.DictCursor,
)
after = 0
number = 0
while True:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {job['table']} WHERE id > %s ORDER BY id LIMIT %s",
            (after, job["rowsPerFile"]),
        )
        rows = cursor.fetchall()
    if not rows:
        break
    number += 1
    upload(number, pyarrow.Table.from_pandas(pandas.DataFrame(rows), preserve_index=False))
    after = rows[-1]["id"]
