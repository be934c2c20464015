SELECT {columns}
FROM   {table}{as_of} T
WHERE  {after}
ORDER  BY {order}
FETCH  FIRST :max_rows ROWS ONLY
