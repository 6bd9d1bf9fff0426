"""Pages by primary key, read by connectorx into Arrow, written by pyarrow, put by boto3."""
from urllib.parse import quote

import connectorx
import pyarrow.compute as pc

import job as jobs

job = jobs.read()
upload = jobs.uploader(job)
mysql = job["mysql"]
address = f"mysql://{quote(mysql['user'])}:{quote(mysql['password'])}@{mysql['host']}:{mysql['port']}/"
after = 0
number = 0
while True:
    page = connectorx.read_sql(
        address,
        f"SELECT * FROM {job['table']} WHERE id > {after} ORDER BY id LIMIT {job['rowsPerFile']}",
        return_type="arrow",
    )
    if page.num_rows == 0:
        break
    number += 1
    upload(number, page)
    after = pc.max(page["id"]).as_py()
