-- Files within messages of conversations (domain::conversation::Message), in the order they were put there.

create table attachments (
  message_id text not null references messages (id),
  place integer not null,
  blob_id text not null unique references blobs (id),
  primary key (message_id, place)
) strict, without rowid;

-- A file whose message goes is to go.
create trigger attachments_gone after delete on attachments begin
  update blobs set state = 'doomed' where id = old.blob_id;
end;
