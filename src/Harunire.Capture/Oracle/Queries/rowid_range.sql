SELECT {columns}
FROM   {table} AS OF SCN :as_of T
WHERE  ROWID >= CHARTOROWID(:low) AND ROWID <= CHARTOROWID(:high)
