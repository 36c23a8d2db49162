-- What a customer has open is asked for with every plan; without this it took a look at every request they ever made.
CREATE INDEX requests_open ON requests (customer_id, id) WHERE status NOT IN ('Completed', 'PartlyCompleted', 'Declined', 'Withdrawn', 'Failed');
