package soap

// statusForbidden is HTTP's for who is not served.
const statusForbidden = 403

// TurnedAway is the Fault that a message is answered with which no service reads,
// whatever it says, since it is not the sender's turn.
func (c Call) TurnedAway(code, reason string) Reply {
	return c.fault(c.version(), nil, Fault{Sender: true, Code: code, Reason: reason, Status: statusForbidden})
}
