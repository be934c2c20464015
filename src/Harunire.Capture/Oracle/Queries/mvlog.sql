SELECT {log_key}, {columns}
FROM   (SELECT DISTINCT {log_columns}
        FROM   {log} M
        JOIN   ALL_SUMMAP S ON S.XID = M.XID$$
        WHERE  S.COMMIT_SCN > :after AND S.COMMIT_SCN <= :up_to) L
LEFT   JOIN {table} AS OF SCN :as_of T ON {same_key}
