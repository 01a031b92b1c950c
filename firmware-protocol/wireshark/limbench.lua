-- Shows traces of the limbench wire (limbench ... --trace FILE) in Wireshark and tshark; README.md beside this file has the
-- commands.
--
-- A packet of link type USER0 is one bare Envelope and goes to Wireshark's own protobuf dissector, which must find
-- limbench.proto (preference protobuf.search_paths). A packet of USER1 is what lay between two delimiters and was no frame, or
-- empty: then its comment tells that the link was opened, closed or lost.

local field_name = Field.new("protobuf.field.name")

local envelope = Proto("limbench", "limbench envelope")

function envelope.dissector(bytes, packet, tree)
    packet.private["pb_msg_type"] = "message,limbench.v1.Envelope"
    Dissector.get("protobuf"):call(bytes, packet, tree)
    packet.cols.protocol = "limbench"
    for _, name in ipairs({ field_name() }) do
        local body = tostring(name)
        if body ~= "session" and body ~= "seq" then
            packet.cols.info = body
            return
        end
    end
end

local raw = Proto("limbench_raw", "limbench bytes outside frames")
local noise = ProtoField.bytes("limbench_raw.bytes", "Bytes that were no frame")
raw.fields = { noise }

function raw.dissector(bytes, packet, tree)
    local node = tree:add(raw, bytes())
    if bytes:len() > 0 then
        node:add(noise, bytes())
    end
    packet.cols.protocol = "limbench raw"
    packet.cols.info = bytes:len() > 0 and "no frame" or "link"
end

local by_link_type = DissectorTable.get("wtap_encap")
by_link_type:add(wtap.USER0, envelope)
by_link_type:add(wtap.USER1, raw)
