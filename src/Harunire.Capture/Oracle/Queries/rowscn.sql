SELECT {columns}
FROM   {table} AS OF SCN :as_of T
WHERE  ORA_ROWSCN > :after
