SELECT {columns}
FROM   {table}{as_of} T
WHERE  {watermark} >= {lower} OR {watermark} IS NULL
