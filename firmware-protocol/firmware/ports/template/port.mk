# Sizes and compiler of this port; ../../../../docs/porting.md says how to choose them.

# the array
ROWS := 8
COLUMNS := 8

# the engine: lines of the longer side; frames a host may send ahead; replies kept until acknowledged; a result kept
PORT_SIZE := -DROWS=$(ROWS) -DCOLUMNS=$(COLUMNS) \
  -DLIM_MOST_LINES=$(shell echo $$(($(ROWS) > $(COLUMNS) ? $(ROWS) : $(COLUMNS)))) \
  -DLIM_CREDITS=2 -DLIM_REPLY_BYTES=1408 -DLIM_RESULT_BYTES=176

# the compiler: empty for this machine; for a Cortex-M4, say,
#   PORT_CROSS := arm-none-eabi-
#   PORT_FLAGS := -mcpu=cortex-m4 -mthumb -Os -ffunction-sections -fdata-sections
#   PORT_LINK := -nostartfiles -specs=nano.specs -specs=nosys.specs -Wl,--gc-sections -T ports/NAME/chip.ld
PORT_CROSS :=
PORT_FLAGS := -Os -g
PORT_LINK :=
