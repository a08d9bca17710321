package across

// NewWith begins a delivery of which so many facts are in memory at once.
func NewWith(chunk int) *DeliveryFacts { return newDelivery(chunk) }
