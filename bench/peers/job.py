"""What both extracts share: the job from standard input, and the upload."""
import io
import json
import sys

import boto3
import pyarrow.parquet as pq


def read():
    return json.load(sys.stdin)


def uploader(job):
    s3 = job["s3"]
    client = boto3.client(
        "s3",
        endpoint_url=s3["endpoint"],
        region_name=s3["region"],
        aws_access_key_id=s3["accessKeyId"],
        aws_secret_access_key=s3["secretAccessKey"],
    )

    def upload(number, table):
        body = io.BytesIO()
        pq.write_table(table, body, compression="snappy")
        client.put_object(Bucket=s3["bucket"], Key=f"{job['prefix']}part-{number:05}.parquet", Body=body.getvalue())

    return upload
