-- People of whom it must be asked whether they may see the item's record.
SELECT DISTINCT user_id, record_type, record_id, item_id
  FROM candidate JOIN matter USING (item_id, policy_id)
 ORDER BY user_id, record_type, record_id, item_id
