package across

// NewWith begins a delivery of which so many facts are in memory at once.
func NewWith(chunk int) *Delivery { return newDelivery(chunk) }
