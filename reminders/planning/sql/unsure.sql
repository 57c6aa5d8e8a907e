-- People of whom it must be asked whether they may see the item.
SELECT DISTINCT user_id, item_id FROM candidate ORDER BY user_id, item_id
