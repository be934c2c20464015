SELECT {columns}
FROM   {table} T
