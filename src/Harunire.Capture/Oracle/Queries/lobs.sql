SELECT {columns}
FROM   {table} AS OF SCN :as_of T
WHERE  {key}
