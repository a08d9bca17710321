package wire

import "time"

// Hurry lets a client be only so slow, for who tests cannot wait.
func (w *Wire) Hurry(stall, grace, whole time.Duration) {
	w.sending = pace{stall: stall, grace: grace, rate: 1 << 40, whole: whole}
	w.reading = w.sending
}

// Comings is how many large messages may come at a time.
const Comings = comings
